using SaaSOdoo.Application.Backups;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>What a load into a generation is called, so that the next attempt finds what this one left.</summary>
internal static class LoadNames
{
    /// <summary>Of the container.</summary>
    public static string Job(InstanceData data) => $"{data.Volume}.load";

    /// <summary>Of the container in which Odoo neutralises what was loaded.</summary>
    public static string Neutralise(InstanceData data) => $"{data.Volume}.neutralise";
}
