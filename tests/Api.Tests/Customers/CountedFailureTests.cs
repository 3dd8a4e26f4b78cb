using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Api.Tests.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Customers;

/// <summary>What stays of a command that its handler refused after the second factor let it through.</summary>
public sealed class CountedFailureTests(CustomerApi api) : IClassFixture<CustomerApi>
{
    [Fact]
    public async Task Second_factor_code_is_consumed_although_the_handler_refuses()
    {
        using var one = await ProtectedCustomer.MakeAsync(api);
        var (path, code) = ($"/api/v1/instances/{Guid.CreateVersion7()}", one.NextCode());

        using var refused = await one.SendAsync(HttpMethod.Delete, path, code);
        await refused.ShouldBeProblemAsync(HttpStatusCode.NotFound, "instance.not_found");

        using var again = await one.SendAsync(HttpMethod.Delete, path, code);
        await again.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "second_factor_invalid");
    }

    [Fact]
    public async Task Wrong_password_is_counted_and_its_second_factor_code_consumed()
    {
        using var one = await ProtectedCustomer.MakeAsync(api);
        var code = one.NextCode();
        var wrong = new JsonObject { ["password"] = "Wrong-Horse-7" };

        using var refused = await one.SendAsync(HttpMethod.Delete, "/api/v1/customers/me", code, wrong);
        await refused.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "password.incorrect", ["password"]);
        (await WrongPasswordsAsync(one)).ShouldBe(1);

        // Refused before the handler: the password is not counted again.
        using var again = await one.SendAsync(HttpMethod.Delete, "/api/v1/customers/me", code, (JsonObject)wrong.DeepClone());
        await again.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "second_factor_invalid");
        (await WrongPasswordsAsync(one)).ShouldBe(1);
    }

    private async Task<int> WrongPasswordsAsync(ProtectedCustomer one)
    {
        await using var db = api.Database.NewDb();
        return await db.Customers.Where(c => c.Id == new CustomerId(one.Customer.Id)).Select(c => c.FailedConfirmations).SingleAsync();
    }
}
