using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.Customers;

/// <summary>What the caller says about themselves, with the version that a change refers to.</summary>
public sealed record GetProfile : IQuery<ProfileDto>;

public sealed record ProfileDto : CustomerDto, IVersioned
{
    public ProfileDto(CustomerDto customer, int version) : base(customer) => Version = (uint)version;

    public uint Version { get; }

    internal static ProfileDto Of(Customer customer) => new(From(customer), customer.ProfileVersion);
}

internal sealed class GetProfileHandler(IAppDb db, ICaller caller) : IRequestHandler<GetProfile, Result<ProfileDto>>
{
    public async Task<Result<ProfileDto>> Handle(GetProfile query, CancellationToken cancellationToken)
    {
        var id = caller.CustomerId;
        var customer = await db.Customers.AsNoTracking().SingleAsync(c => c.Id == id, cancellationToken);
        return ProfileDto.Of(customer);
    }
}
