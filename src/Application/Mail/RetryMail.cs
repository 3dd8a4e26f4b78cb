using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Mail;

/// <summary>Puts a dead mail back into the queue, with its whole time. 404 <c>mail.not_found</c>, 409 <c>mail.not_dead</c>.</summary>
public sealed record RetryMail(MailId Id) : ICommand<MailDto>, IOperatorCommand;

internal sealed class RetryMailHandler(IAppDb db, ICaller caller, IConfigurationProvider maps, TimeProvider clock) : IRequestHandler<RetryMail, Result<MailDto>>
{
    public async Task<Result<MailDto>> Handle(RetryMail command, CancellationToken cancellationToken)
    {
        if (await db.RetryMailAsync(caller, command.Id, clock.GetUtcNow(), cancellationToken) is { IsFailure: true } refused)
            return refused.Error;

        return await db.MailsSeenBy(caller).Where(m => m.Id == command.Id).ProjectTo<MailDto>(maps).SingleAsync(cancellationToken);
    }
}
