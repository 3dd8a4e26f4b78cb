using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Infrastructure.Subscriptions;

internal sealed class TrialConfiguration : IEntityTypeConfiguration<Trial>
{
    public void Configure(EntityTypeBuilder<Trial> builder)
    {
        builder.ToTable("trials");
        // The customer is the key: one trial for life.
        builder.HasKey(t => t.CustomerId);
        builder.Property(t => t.CustomerId).ValueGeneratedNever();
        builder.Property(t => t.MailboxHash).HasMaxLength(Trial.MailboxHashLength);
        builder.HasIndex(t => t.MailboxHash).IsUnique();
        builder.HasIndex(t => t.SubscriptionId).IsUnique();
        builder.HasOne<Customer>().WithOne().HasForeignKey<Trial>(t => t.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Subscription>().WithOne().HasForeignKey<Trial>(t => t.SubscriptionId).OnDelete(DeleteBehavior.Restrict);
    }
}
