using System.Globalization;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>Section <c>Provisioning</c>.</summary>
public sealed class ProvisioningOptions
{
    public const string Section = "Provisioning";

    /// <summary>Image of a version; <c>{version}</c> is replaced.</summary>
    public string Image { get; set; } = "odoo:{version}";

    /// <summary>The Odoo versions customers may choose.</summary>
    public IReadOnlyList<string> Versions { get; set; } = [];

    /// <summary>How long Odoo may take until its login page answers; demonstration data doubles it.</summary>
    public TimeSpan ReadyTimeout { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>
    /// How long a worker stays with an instance that does not answer yet, or with a template that another builds. After that it does
    /// something else and looks again from time to time. Longer than a usual start, so that one is noticed at once.
    /// </summary>
    public TimeSpan HoldWhileWaiting { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a running instance may be without an answer until it is restarted.</summary>
    public TimeSpan UnhealthyAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long Odoo may take to finish what it is doing before it is killed.</summary>
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How old a container or volume without an instance must be before it is removed.</summary>
    public TimeSpan OrphanGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>First and last port on the loopback interface where instances are published.</summary>
    public int PortFrom { get; set; } = 20000;

    public int PortTo { get; set; } = 29999;

    public string ImageOf(string version) => Image.Replace("{version}", version, true, CultureInfo.InvariantCulture);
}
