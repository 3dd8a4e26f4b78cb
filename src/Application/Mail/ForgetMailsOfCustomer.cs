using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Mail;

namespace SaaSOdoo.Application.Mail;

/// <summary>With a deleted account go the addresses and subjects of its mails. Its last one is still sent, and forgets the address then.</summary>
internal sealed class ForgetMailsOfCustomer(IAppDb db) : EventConsumer<CustomerDeleted>
{
    public override string Name => "forget_mails_of_customer";

    protected override Task ConsumeAsync(CustomerDeleted domainEvent, CancellationToken cancellationToken) => db.Mails
        .Where(m => m.CustomerId == domainEvent.CustomerId && m.Template != MailTemplate.AccountDeleted)
        .ExecuteDeleteAsync(cancellationToken);
}
