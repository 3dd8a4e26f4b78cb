namespace SaaSOdoo.Infrastructure.Provisioning.Odoo;

/// <summary>Section <c>Provisioning</c>.</summary>
public sealed class OdooOptions
{
    public const string Section = "Provisioning";

    /// <summary>The longest an empty database may take to be initialised.</summary>
    public TimeSpan InitTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The longest the installation of modules may take.</summary>
    public TimeSpan InstallTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>A template that nobody has asked for this long is removed.</summary>
    public TimeSpan TemplateUnusedFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Templates kept per database server; of more, those that were asked for longest ago are removed.</summary>
    public int TemplatesAtMost { get; set; } = 50;

    /// <summary>Connections an instance may hold: the 16 of its pool, two for its bus and jobs, and a backup's.</summary>
    public int ConnectionLimit { get; set; } = 24;

    /// <summary>What one session of an instance may spill to disk.</summary>
    public int TempFileLimitKilobytes { get; set; } = 1 << 20;

    /// <summary>As long as Odoo lets a request take.</summary>
    public TimeSpan IdleInTransaction { get; set; } = TimeSpan.FromMinutes(20);
}
