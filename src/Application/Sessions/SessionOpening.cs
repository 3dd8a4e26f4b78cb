using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Sessions;

namespace SaaSOdoo.Application.Sessions;

/// <summary>Opens the session of a login, and tells the customer of one from a device they were never seen with.</summary>
internal sealed class SessionOpening(IAppDb db, ICaller caller, IMailOutbox outbox, IRandomSecrets random)
{
    private SessionOrigin Origin => new(caller.IpAddress, caller.UserAgent);

    /// <summary>What the caller has logged in with before; null for a device never seen. Under the lock on the customer's row: it counts failures.</summary>
    public Task<KnownDevice?> KnownDeviceAsync(CustomerId customer, CancellationToken cancellationToken)
    {
        var fingerprint = KnownDevice.FingerprintOf(Origin);
        return db.KnownDevices.SingleOrDefaultAsync(d => d.CustomerId == customer && d.Fingerprint == fingerprint, cancellationToken);
    }

    /// <summary>Whoever reads the mailbox is the owner: what they use is known from now on, and no device is locked out any more.</summary>
    public async Task TrustAsync(CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.KnownDevices.Where(d => d.CustomerId == customer && (d.FailedLogins > 0 || d.LockedUntil != null)).ExecuteUpdateAsync(
            d => d.SetProperty(x => x.FailedLogins, 0).SetProperty(x => x.LockedUntil, (DateTimeOffset?)null), cancellationToken);
        if (await KnownDeviceAsync(customer, cancellationToken) is null)
            db.KnownDevices.Add(KnownDevice.Of(customer, Origin, now));
    }

    /// <summary>Under the lock on the customer's row; the caller saves.</summary>
    /// <param name="device">From <see cref="KnownDeviceAsync"/>.</param>
    public async Task<LoginDto> OpenAsync(
        Customer customer, KnownDevice? device, bool remember, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var origin = Origin;
        await MeetDeviceAsync(customer, device, origin, now, cancellationToken);

        var token = random.Token();
        var session = Session.Start(customer.Id, SessionTokens.Hash(token), remember, origin, now);
        db.Sessions.Add(session);
        return new(token, "bearer", session.ExpiresAt, CustomerDto.From(customer));
    }

    private async Task MeetDeviceAsync(
        Customer customer, KnownDevice? device, SessionOrigin origin, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var known = db.KnownDevices.Where(d => d.CustomerId == customer.Id);
        if (device is not null)
        {
            // Not by the tracked row: the purge may remove it without the customer's lock.
            if (device.LastSeenAt <= now - KnownDevice.SeenResolution)
                await known.Where(d => d.Fingerprint == device.Fingerprint)
                    .ExecuteUpdateAsync(d => d.SetProperty(x => x.LastSeenAt, now), cancellationToken);
            return;
        }

        // None is known after a reset that proved the address first: then it is the owner's.
        if (await known.AnyAsync(cancellationToken))
            outbox.PostNewDevice(customer, origin, now);
        db.KnownDevices.Add(KnownDevice.Of(customer.Id, origin, now));
    }
}
