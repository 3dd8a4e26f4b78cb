using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Backups;

/// <summary>One generation of an instance's data: a database and the volume with its files.</summary>
/// <param name="Role">The instance's login role; the same for all its generations.</param>
/// <param name="ImageId">Content id of the image that serves it; jobs on it run in that image.</param>
/// <param name="OdooVersion"><c>19.0</c>.</param>
public sealed record InstanceData(DatabaseServer Server, string Database, string Role, string Volume, string ImageId, string OdooVersion);
