using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Secrets;

namespace SaaSOdoo.Infrastructure.Mail;

internal sealed class OutgoingMailConfiguration : IEntityTypeConfiguration<OutgoingMail>
{
    public void Configure(EntityTypeBuilder<OutgoingMail> builder)
    {
        builder.ToTable("mails");
        builder.HasKey(m => m.Id);
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.Property(m => m.Recipient).HasConversion(email => email.Value, text => Email.Stored(text)).HasMaxLength(Email.MaxLength);
        builder.Property(m => m.Subject).HasMaxLength(OutgoingMail.SubjectMaxLength);
        builder.Property(m => m.Content).IsSecret();
        builder.Property(m => m.DedupeKey).HasMaxLength(OutgoingMail.DedupeKeyMaxLength);
        builder.Property(m => m.LastError).HasMaxLength(OutgoingMail.ErrorMaxLength);
        builder.IsLeased(MailQueue.Pending);
        builder.HasIndex(m => m.DedupeKey).IsUnique().HasDatabaseName(MailMessage.OncePerCause);
        builder.HasIndex(m => m.CreatedAt).HasFilter("status <> 'queued'");
        builder.HasIndex(m => new { m.Status, m.Id });
        builder.HasIndex(m => new { m.Template, m.Id });
        builder.HasIndex(m => new { m.Recipient, m.Id });
        builder.HasOne<Customer>().WithMany().HasForeignKey(m => m.CustomerId).OnDelete(DeleteBehavior.SetNull);
    }
}
