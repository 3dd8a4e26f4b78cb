using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Application.Instances;

/// <summary>What each unique index of an instance means to the customer.</summary>
internal static class InstanceConstraints
{
    public static Error? ToError(UniqueConstraintException violation) => violation.Constraint switch
    {
        "ux_instances_tenant_id_name" => InstanceErrors.NameTaken,
        "ux_instances_tenant_id_database_name" => InstanceErrors.DatabaseNameTaken,
        "ux_instances_subdomain" => InstanceErrors.SubdomainTaken,
        _ => null,
    };
}
