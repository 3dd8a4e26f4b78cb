using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests;

/// <summary>One platform for all: its templates are built once. The classes run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class EndToEnd : ICollectionFixture<OdooPlatform>
{
    public const string Name = "end to end";
}
