using System.Runtime.Versioning;
using SaaSOdoo.TestKit.Odoo;

[assembly: SupportedOSPlatform("linux")]

namespace SaaSOdoo.EndToEnd.Tests;

/// <summary>One platform for all: its templates are built once. The classes run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class EndToEnd : ICollectionFixture<OdooPlatform>
{
    public const string Name = "end to end";
}
