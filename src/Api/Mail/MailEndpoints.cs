using MediatR;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Customers;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;

namespace SaaSOdoo.Api.Mail;

/// <summary>For operators: what became of the platform's mails, never what they say.</summary>
internal static class MailEndpoints
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    private static readonly MailDto Dead = new(
        new(Guid.Parse("0193b1a7-1b2c-7d3e-8f40-5a6b7c8d9e0f")), MailTemplate.InstanceReady, MailStatus.Dead, CustomerExamples.Customer.Id,
        "tendai@example.com", "Shop is ready", Attempts: 1, At.AddMinutes(2), "Mailbox unavailable. The server response was: 5.1.1 User unknown", At,
        SentAt: null);

    public static void MapMail(this RouteGroupBuilder api)
    {
        var mail = api.MapGroup("/admin/mail").WithTags("Mail");

        mail.MapGet("/", List).AdminOnly().WithName("list_mail").WithSummary("The platform's mails, newest first, and what became of them")
            .Answers(StatusCodes.Status200OK, new Page<MailDto>([Dead], NextCursor: null));
        mail.MapGet("/{id}", Get).AdminOnly().WithName("get_mail").WithSummary("What became of a mail")
            .Answers(StatusCodes.Status200OK, Dead);
        mail.MapPost("/{id}/retry", Retry).AdminOnly().AsksForSecondFactor().WithName("retry_mail").WithSummary("Send a dead mail again")
            .Answers(StatusCodes.Status200OK, Dead with { Status = MailStatus.Queued });
    }

    private static async Task<IResult> List(
        [AsParameters] PageQuery page,
        EnumQuery<MailStatus>? status,
        EnumQuery<MailTemplate>? template,
        string? to,
        IMediator mediator,
        CancellationToken cancellationToken) =>
        (await mediator.Send(new ListMails(page.ToPaging(), status?.Value, template?.Value, to), cancellationToken)).ToOk();

    private static async Task<IResult> Get(MailId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetMail(id), cancellationToken)).ToOk();

    private static async Task<IResult> Retry(MailId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RetryMail(id), cancellationToken)).ToOk();
}
