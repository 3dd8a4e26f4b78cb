using Mono.Cecil;
using SaaSOdoo.Api.Hosting;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Architecture.Tests.Rules;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure;

namespace SaaSOdoo.Architecture.Tests;

/// <summary>Which feature of a layer knows which. A new pair is a decision: write it down here, or find another way.</summary>
public sealed class NeighbourTests
{
    private static readonly IReadOnlyList<TypeDefinition> Domain = Code.TypesOf(typeof(AggregateRoot).Assembly);
    private static readonly IReadOnlyList<TypeDefinition> Application = Code.TypesOf(typeof(IAppDb).Assembly);
    private static readonly IReadOnlyList<TypeDefinition> Infrastructure = Code.TypesOf(typeof(InfrastructureRegistration).Assembly);
    private static readonly IReadOnlyList<TypeDefinition> Api = Code.TypesOf(typeof(PlatformHost).Assembly);
    private static readonly IReadOnlyList<TypeDefinition> Planted =
        [.. Code.TypesOf(typeof(NeighbourTests).Assembly).Where(t => t.Namespace.StartsWith("SaaSOdoo.Planted.", StringComparison.Ordinal))];

    [Fact]
    public void Features_of_the_domain_use_what_they_are_allowed() => NeighbourRules.UseAllowed(Domain, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Backups"] = "Operations",
        ["Customers"] = "Mail SecondFactor Sessions",
        ["Events"] = "Backups Instances Invoices Operations Payments Subscriptions Tenants Webhooks",
        ["Instances"] = "Backups Customers Operations Provisioning",
        ["Mail"] = "Customers Operations",
        ["Members"] = "Customers Tenants",
        ["Operations"] = "Provisioning",
        ["Payments"] = "Invoices",
        ["Plans"] = "Instances",
        ["Provisioning"] = "Instances Operations",
        ["SecondFactor"] = "Customers",
        ["Sessions"] = "Customers",
        ["Subscriptions"] = "Instances Invoices Plans",
        ["Tenants"] = "Customers Members",
        ["Webhooks"] = "Events",
    }).ShouldHold();

    [Fact]
    public void Features_of_the_application_use_what_they_are_allowed() => NeighbourRules.UseAllowed(Application, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ApiKeys"] = "Customers Mail SecondFactor Secrets Sessions",
        ["Backups"] = "Events Instances Operations Provisioning SecondFactor Secrets Subscriptions",
        ["Customers"] = "Audit Invoices Mail Members Operators SecondFactor Secrets Sessions Subscriptions Tenants",
        ["Instances"] = "Events Operations Provisioning SecondFactor Secrets Subscriptions",
        ["Invoices"] = "Audit SecondFactor Subscriptions",
        ["Mail"] = "Events SecondFactor",
        ["Members"] = "Audit Customers Mail SecondFactor Secrets Sessions Subscriptions",
        ["Operations"] = "Events",
        ["Operators"] = "Audit Customers Instances Mail SecondFactor Webhooks",
        ["Payments"] = "Audit Customers Invoices SecondFactor Subscriptions",
        ["Plans"] = "SecondFactor",
        ["Provisioning"] = "Audit Backups Events Instances Operations SecondFactor Secrets",
        ["SecondFactor"] = "Customers Mail Secrets Sessions",
        ["Secrets"] = "SecondFactor",
        ["Sessions"] = "Audit Customers Mail SecondFactor Secrets",
        ["Subscriptions"] = "Events Invoices Mail Plans SecondFactor Secrets",
        ["Tenants"] = "Audit Customers SecondFactor Webhooks",
        ["Webhooks"] = "Events SecondFactor Secrets",
    }).ShouldHold();

    [Fact]
    public void Features_of_the_infrastructure_use_what_they_are_allowed() => NeighbourRules.UseAllowed(Infrastructure, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ApiKeys"] = "Sessions",
        ["Backups"] = "Provisioning Secrets",
        ["Instances"] = "Secrets",
        ["Mail"] = "Secrets",
        ["Provisioning"] = "Secrets",
        ["SecondFactor"] = "Secrets",
        ["Subscriptions"] = "Secrets",
        ["Webhooks"] = "Events Secrets",
    }).ShouldHold();

    [Fact]
    public void Features_of_the_api_use_what_they_are_allowed() => NeighbourRules.UseAllowed(Api, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Audit"] = "Customers Tenants",
        ["Backups"] = "Operations",
        ["Instances"] = "Operations",
        ["Invoices"] = "Customers Tenants",
        ["Mail"] = "Customers",
        ["Members"] = "Tenants",
        ["Operators"] = "Customers Tenants",
        ["Payments"] = "Tenants",
        ["Sessions"] = "Customers",
        ["Subscriptions"] = "Customers Tenants",
        ["Tenants"] = "Customers",
        ["Webhooks"] = "Events",
    }).ShouldHold();

    [Fact]
    public void Features_use_the_public_types_of_others_and_what_they_lend_inside_the_layer()
    {
        NeighbourRules.UsePublicTypes(Domain, []).ShouldHold();
        NeighbourRules.UsePublicTypes(Application,
        [
            "ActiveOperation", "CallersPassword", "CustomerClosing", "CustomerMails", "CustomerQueries", "MailRetries", "MemberQueries", "Redelivery", "SecondFactorCodes",
            "SessionOpening", "TenantClosing",
        ]).ShouldHold();
        NeighbourRules.UsePublicTypes(Infrastructure,
        [
            "CredentialUses", "EventRow", "FilledDirectory", "JobFailure", "LoadRole", "LoadedDatabase", "OdooParameters", "OwnerSession", "PlatformSecrets",
            "ReadThroughStream", "SecretColumns", "ServerConnections", "ServerFailures", "Sql", "VolumeFiles", "VolumeFill",
        ]).ShouldHold();
        NeighbourRules.UsePublicTypes(Api, ["CustomerExamples", "EventEndpoints", "OperationEndpoints", "TenantExamples"]).ShouldHold();
    }

    [Fact]
    public void A_new_pair_and_a_permission_without_use_are_found() => NeighbourRules.UseAllowed(Planted, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Customers"] = "Plans",
        ["Plans"] = "Customers",
    }).ShouldReportOnly("Plans", "Tenants");

    [Fact]
    public void The_use_of_another_features_internals_is_found() => NeighbourRules.UsePublicTypes(Planted, ["LentPlan"]).ShouldReportOnly("UsesInternals");
}
