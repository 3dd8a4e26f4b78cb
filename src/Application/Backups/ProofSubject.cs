using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Backups;

/// <summary>What is proven, and where.</summary>
/// <param name="Image">Content id or name of the image that is to serve it.</param>
/// <param name="StorageBytes">What the instance may have; its backup may be larger.</param>
public sealed record ProofSubject(BackupProofId Proof, Backup Backup, DatabaseServer Server, string Image, long StorageBytes)
{
    /// <summary>The throw-away copy: names of the proof's own, made as those of instances are.</summary>
    public static InstanceData CopyOf(BackupProofId proof, DatabaseServer server, string imageId, string odooVersion)
    {
        var names = new InstanceId(proof.Value);
        return new(
            server, InstanceAllocation.DatabaseOf(names, generation: 0), InstanceAllocation.RoleOf(names), InstanceAllocation.VolumeOf(names, generation: 0), imageId,
            odooVersion);
    }
}
