using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Mail;

namespace SaaSOdoo.Application.Mail;

/// <summary>All mails, newest first.</summary>
/// <param name="To">The whole address; null for all.</param>
public sealed record ListMails(Paging Paging, MailStatus? Status = null, MailTemplate? Template = null, string? To = null) : IQuery<Page<MailDto>>;

internal sealed class ListMailsHandler(IAppDb db, ICaller caller, IConfigurationProvider maps) : IRequestHandler<ListMails, Result<Page<MailDto>>>
{
    public async Task<Result<Page<MailDto>>> Handle(ListMails query, CancellationToken cancellationToken)
    {
        var mails = db.MailsSeenBy(caller).AsNoTracking();
        if (query.To is { } address)
        {
            var recipient = Email.Create("to", address);
            if (recipient.IsFailure)
                return recipient.Error;
            mails = mails.Where(m => m.Recipient == recipient.Value);
        }

        if (query.Status is { } status)
            mails = mails.Where(m => m.Status == status);
        if (query.Template is { } template)
            mails = mails.Where(m => m.Template == template);

        return await mails.NewestFirst(query.Paging, m => m.Id).ProjectTo<MailDto>(maps).ToPageAsync(query.Paging, m => m.Id.Value, cancellationToken);
    }
}
