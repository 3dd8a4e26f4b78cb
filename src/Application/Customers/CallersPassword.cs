using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.Customers;

/// <summary>The password that commands ask their caller for: compared in the preparation, before the caller's row is locked.</summary>
internal sealed class CallersPassword(IAppDb db, ICaller caller, IPasswordHasher hasher)
{
    private string? hash;

    /// <summary>Whether it was right when it was compared.</summary>
    public bool Matches { get; private set; }

    public async Task CompareAsync(string password, CancellationToken cancellationToken)
    {
        hash = await db.PasswordHashOfAsync(caller.CustomerId, cancellationToken);
        Matches = await hasher.VerifyAsync(hash, password, caller.IpAddress, cancellationToken);
    }

    /// <summary>Whether it is still right; another may have been chosen meanwhile.</summary>
    public bool IsOf(Customer locked) => Matches && locked.PasswordHash == hash;
}
