using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Sessions;

namespace SaaSOdoo.Application.Sessions;

/// <summary>Opens the session of a login, and tells the customer of one from a device they were never seen with.</summary>
internal sealed class SessionOpening(IAppDb db, ICaller caller, IMailOutbox outbox, IRandomSecrets random)
{
    /// <summary>Under the lock on the customer's row; the caller saves.</summary>
    public async Task<LoginDto> OpenAsync(Customer customer, bool remember, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var origin = new SessionOrigin(caller.IpAddress, caller.UserAgent);
        await MeetDeviceAsync(customer, origin, now, cancellationToken);

        var token = random.Token();
        var session = Session.Start(customer.Id, SessionTokens.Hash(token), remember, origin, now);
        db.Sessions.Add(session);
        return new(token, "bearer", session.ExpiresAt, CustomerDto.From(customer));
    }

    private async Task MeetDeviceAsync(Customer customer, SessionOrigin origin, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var device = KnownDevice.Of(customer.Id, origin, now);
        var known = db.KnownDevices.Where(d => d.CustomerId == customer.Id);
        var same = known.Where(d => d.Fingerprint == device.Fingerprint);
        if (await same.Select(d => (DateTimeOffset?)d.LastSeenAt).SingleOrDefaultAsync(cancellationToken) is { } seen)
        {
            if (seen <= now - KnownDevice.SeenResolution)
                await same.ExecuteUpdateAsync(d => d.SetProperty(x => x.LastSeenAt, now), cancellationToken);
            return;
        }

        // None is known after a reset that proved the address first: then it is the owner's.
        if (await known.AnyAsync(cancellationToken))
            outbox.PostNewDevice(customer, origin, now);
        db.KnownDevices.Add(device);
    }
}
