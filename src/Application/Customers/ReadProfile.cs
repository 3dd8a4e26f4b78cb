using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Customers;

/// <summary>What the caller says about themselves, with the version that a change refers to.</summary>
public sealed record ReadProfile : IQuery<ProfileDto>;

public sealed record ProfileDto : CustomerDto, IVersioned
{
    public ProfileDto(CustomerDto customer, int version) : base(customer) => Version = (uint)version;

    public uint Version { get; }
}

internal sealed class ReadProfileHandler(IAppDb db, ICaller caller) : IRequestHandler<ReadProfile, Result<ProfileDto>>
{
    public async Task<Result<ProfileDto>> Handle(ReadProfile query, CancellationToken cancellationToken)
    {
        var id = caller.CustomerId;
        var customer = await db.Customers.AsNoTracking().SingleAsync(c => c.Id == id, cancellationToken);
        return new ProfileDto(CustomerDto.From(customer), customer.ProfileVersion);
    }
}
