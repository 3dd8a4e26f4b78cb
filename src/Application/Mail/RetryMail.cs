using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;

namespace SaaSOdoo.Application.Mail;

/// <summary>Puts a dead mail back into the queue, with its whole time. 404 <c>mail.not_found</c>, 409 <c>mail.not_dead</c>.</summary>
public sealed record RetryMail(MailId Id) : ICommand<MailDto>;

internal sealed class RetryMailHandler(IAppDb db, ICaller caller, IConfigurationProvider maps, TimeProvider clock) : IRequestHandler<RetryMail, Result<MailDto>>
{
    public async Task<Result<MailDto>> Handle(RetryMail command, CancellationToken cancellationToken)
    {
        var mail = await db.MailsSeenBy(caller).SingleOrDefaultAsync(m => m.Id == command.Id, cancellationToken);
        if (mail is null)
            return MailErrors.NotFound;
        if (mail.Retry(clock.GetUtcNow()) is { IsFailure: true } refused)
            return refused.Error;

        await db.SaveChangesAsync(cancellationToken);
        return await db.MailsSeenBy(caller).Where(m => m.Id == command.Id).ProjectTo<MailDto>(maps).SingleAsync(cancellationToken);
    }
}
