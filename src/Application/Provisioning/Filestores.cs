using SaaSOdoo.Application.Instances;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>Where Odoo keeps the files of a database's attachments.</summary>
public static class Filestores
{
    public static VolumePath Of(string volume, string database) => new(volume, OdooConfiguration.DataDirectory, $"filestore/{database}");
}
