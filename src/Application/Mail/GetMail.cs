using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;

namespace SaaSOdoo.Application.Mail;

/// <summary>What became of one mail. 404 <c>mail.not_found</c>.</summary>
public sealed record GetMail(MailId Id) : IQuery<MailDto>;

internal sealed class GetMailHandler(IAppDb db, ICaller caller, IConfigurationProvider maps) : IRequestHandler<GetMail, Result<MailDto>>
{
    public async Task<Result<MailDto>> Handle(GetMail query, CancellationToken cancellationToken)
    {
        var mail = await db.MailsSeenBy(caller).Where(m => m.Id == query.Id).ProjectTo<MailDto>(maps).SingleOrDefaultAsync(cancellationToken);
        return mail is null ? MailErrors.NotFound : mail;
    }
}
