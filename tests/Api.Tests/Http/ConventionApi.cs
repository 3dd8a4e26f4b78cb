using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Hosting;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Sessions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http;

/// <summary>The real host with endpoints under /api/v1/test that misbehave on demand, and sessions of known tokens.</summary>
public sealed class ConventionApi : PlatformApi
{
    public const string Token = "customer-token";
    public const string AdminToken = "admin-token";

    public HttpClient ClientOf(string? token = Token)
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Authorization = token is null ? null : new("Bearer", token);
        return client;
    }

    protected override void ConfigureServices(IServiceCollection services)
    {
        services.AddScoped<ISessionLookup, Sessions>();
        services.AddSingleton<MapMore>(Map);
    }

    private static readonly Widget Example = new("w", 1, WidgetKind.VeryFancy, Note: null, At: null, new("p"), ["a"]);

    private static void Map(RouteGroupBuilder api)
    {
        var test = api.MapGroup("/test");
        test.MapPost("/widgets", (Widget widget) => ((Result<Widget>)widget).ToCreated(w => $"/api/v1/test/widgets/{w.Name}"))
            .WithName("create_widget").WithSummary("Makes a widget").WithTags("Widgets")
            .Takes(Example).Answers(StatusCodes.Status201Created, Example).AlsoRefuses(StatusCodes.Status402PaymentRequired);
        test.MapGet("/widgets/{id}", (InstanceId id) => ((Result<Versioned>)new Versioned(id, 7)).ToOk()).Produces<Versioned>();
        test.MapPut("/widgets/{id}", (InstanceId id, [FromHeader(Name = "If-Match")] IfMatch? ifMatch) =>
            (ifMatch?.Versions?.Contains(7u) == false ? Result<Versioned>.Failure(IfMatch.Failed) : new Versioned(id, 8)).ToOk());
        test.MapGet("/count", (int n) => TypedResults.Ok(n));
        test.MapGet("/chosen", ([FromQuery(Name = "widget_kind")] EnumQuery<WidgetKind>? kind) => TypedResults.Ok(kind?.Value));
        test.MapGet("/list", ([AsParameters] PageQuery page) => TypedResults.Ok(page.ToPaging()));
        test.MapGet("/me", (ICaller caller) => TypedResults.Ok(new { caller.CustomerId, caller.SessionId, caller.IsAdmin, caller.IpAddress, caller.UserAgent }));
        test.MapGet("/open", () => TypedResults.NoContent()).AllowAnonymous();
        test.MapGet("/admin", () => TypedResults.NoContent()).AdminOnly();
        test.MapGet("/error/{kind}", (ErrorKind kind) => Result.Failure(new Error(kind, "test.refused", "It was refused.")
        {
            Details = new Dictionary<string, object>(StringComparer.Ordinal) { ["limit"] = 3 },
            RetryAfter = TimeSpan.FromMilliseconds(1500),
        }).ToNoContent());
        test.MapGet("/throw/{what}", IResult (string what, string? token) => throw Thrown(what));
    }

    private static Exception Thrown(string what) => what switch
    {
        "docker" => new DependencyUnavailableException("the container engine", new IOException("/secret/docker.sock")),
        "database" => new InvalidOperationException("secret", new Npgsql.NpgsqlException("secret", new System.Net.Sockets.SocketException())),
        "concurrency" => new DbUpdateConcurrencyException("secret"),
        "unique" => new UniqueConstraintException("ux_secret", new IOException("secret")),
        _ => new InvalidOperationException("secret"),
    };

    public sealed record Widget(string Name, int Size, WidgetKind Kind, string? Note, DateTimeOffset? At, Part? Part, IReadOnlyList<string>? Tags);

    public sealed record Part(string Name, int Count = 1);

    public enum WidgetKind
    {
        Plain,
        VeryFancy,
    }

    public sealed record Versioned(InstanceId Id, uint Version) : IVersioned;

    private sealed class Sessions : ISessionLookup
    {
        public static readonly CustomerId Customer = new(Guid.Parse("0193b000-0000-7000-8000-000000000001"));

        public Task<AuthenticatedSession?> FindAsync(byte[] tokenHash, CancellationToken cancellationToken) => Task.FromResult(
            IsHashOf(tokenHash, Token) ? Session("customer") : IsHashOf(tokenHash, AdminToken) ? Session("customer", "admin") : null);

        private static AuthenticatedSession Session(params string[] roles) =>
            new(Customer, new(Guid.Parse("0193b000-0000-7000-8000-000000000002")), roles);

        private static bool IsHashOf(byte[] hash, string token) => hash.SequenceEqual(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
    }
}
