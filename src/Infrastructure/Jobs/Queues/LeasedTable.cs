using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Infrastructure.Jobs.Queues;

internal static class LeasedTable
{
    private const int OwnerMaxLength = 200;

    /// <summary>The columns and indexes that every queue has, and the fence as the token of every save.</summary>
    /// <param name="pending">The queue's <see cref="QueueTable.Pending"/>.</param>
    /// <param name="partition">Property of its <see cref="QueueTable.Partition"/>.</param>
    /// <param name="background">Property of its <see cref="QueueTable.Background"/>.</param>
    public static void IsLeased<T>(this EntityTypeBuilder<T> builder, string pending, string? partition = null, string? background = null)
        where T : class, ILeased
    {
        builder.Property<string?>(nameof(ILeased.LeaseOwner)).HasMaxLength(OwnerMaxLength);
        builder.Property<int>(nameof(ILeased.Fence)).IsConcurrencyToken();
        builder.HasIndex(nameof(ILeased.RunAfter)).HasFilter(pending);
        builder.HasIndex(nameof(ILeased.LeaseUntil)).HasFilter("lease_until is not null");
        if (partition is not null)
            builder.HasIndex([partition, .. background is null ? Array.Empty<string>() : [background], nameof(ILeased.RunAfter)]).HasFilter(pending);
    }
}
