using System.Reflection;
using AutoMapper;
using AutoMapper.Internal;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Api.Hosting;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Architecture.Tests.Planted.UseCases;
using SaaSOdoo.Architecture.Tests.Rules;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure;

namespace SaaSOdoo.Architecture.Tests;

public sealed class UseCaseTests
{
    /// <summary>Sent without a session, or the same for everybody.</summary>
    private static readonly string[] Public = ["RegisterCustomer", "LogIn", "ListPlans", "GetPlan", "CheckSubdomain", "ListPlatformAudit", "VerifyAudit", "RotateSecrets", "GetSecretKeys",
        "ListQueues", "ListDead", "ReplayDead", "ListPlanVersions", "CreatePlanVersion", "WithdrawPlan", "ListExchangeRates", "CreateExchangeRate",
        "ListDatabaseServers", "GetDatabaseServer", "ListInstancesWithoutServer", "ListTestClocks", "GetTestClock", "AdvanceTestClock", "GetFigures", "GetProofFigures",
        "CheckLedger", "GetReconcileRun", "ListReconcileRuns", "ListReconcileFindings"];

    private static readonly Assembly[] Solution = [typeof(AggregateRoot).Assembly, typeof(IAppDb).Assembly, typeof(InfrastructureRegistration).Assembly, typeof(PlatformHost).Assembly];

    /// <summary>
    /// Their handlers ask the domain, which answers with codes of its own: of a token, whatever it looks like; of a webhook's settings, once
    /// the caller is known to be a manager.
    /// </summary>
    private static readonly string[] CheckedByHandlers = ["VerifyEmail", "CreateWebhookEndpoint", "UpdateWebhookEndpoint"];

    private static readonly Type[] Application = typeof(IAppDb).Assembly.GetTypes();
    private static readonly Type[] Planted = [.. typeof(Good).Assembly.GetTypes().Where(t => t.Namespace == typeof(Good).Namespace)];

    [Fact]
    public void Every_request_returns_a_result() => UseCaseRules.RequestsReturnResults(Application).ShouldHold();

    [Fact]
    public void Every_request_has_one_handler() => UseCaseRules.RequestsHaveOneHandler(Application).ShouldHold();

    [Fact]
    public void Every_command_with_something_to_check_has_a_validator() =>
        UseCaseRules.CommandsHaveValidators(Application, CheckedByHandlers).ShouldHold();

    [Fact]
    public void Every_validator_checks_something() => UseCaseRules.ValidatorsHaveRules(Application).ShouldHold();

    [Fact]
    public void Handlers_and_validators_are_internal_and_sealed() => UseCaseRules.HandlersAndValidatorsAreInternalAndSealed(Application).ShouldHold();

    [Fact]
    public void Handlers_send_no_requests() => UseCaseRules.HandlersSendNothing(Code.TypesOf(typeof(IAppDb).Assembly)).ShouldHold();

    [Fact]
    public void Handlers_of_commands_and_steps_hold_no_transaction() =>
        UseCaseRules.CommandsHoldNoTransaction(Code.TypesOf(typeof(IAppDb).Assembly)).ShouldHold();

    [Fact]
    public void Only_the_unit_of_work_begins_transactions()
    {
        var found = UseCaseRules.NobodyBegins(Solution.SelectMany(Code.TypesOf));
        found.Looked.Count.ShouldBeGreaterThan(200);
        found.Wrong.Select(w => w.Split(':')[0]).Distinct(StringComparer.Ordinal).ShouldBe(["UnitOfWork", "Transactions"], ignoreOrder: true);
    }

    [Fact]
    public void Handlers_behind_endpoints_ask_who_the_caller_is() => UseCaseRules.HandlersAskForTheCaller(
        Code.TypesOf(typeof(PlatformHost).Assembly).Where(t => t.Name.EndsWith("Endpoints", StringComparison.Ordinal)),
        Code.TypesOf(typeof(IAppDb).Assembly),
        Public).ShouldHold();

    [Fact]
    public void Maps_of_the_read_side_are_valid()
    {
        using var services = new ServiceCollection().AddLogging().AddApplication().BuildServiceProvider();
        var maps = services.GetRequiredService<IConfigurationProvider>();
        maps.Internal().GetAllTypeMaps().ShouldNotBeEmpty();
        maps.AssertConfigurationIsValid();
    }

    [Fact]
    public void Requests_that_hold_a_secret_do_not_print_it() => UseCaseRules.SecretsAreNotPrinted(Application).ShouldHold();

    [Fact]
    public void A_request_without_a_result_is_found() => UseCaseRules.RequestsReturnResults(Planted).ShouldReportOnly("AnswersANumber");

    [Fact]
    public void A_request_nobody_handles_is_found() => UseCaseRules.RequestsHaveOneHandler(Planted).ShouldReportOnly("Unhandled");

    [Fact]
    public void A_command_without_validator_is_found_and_an_exception_that_is_none() =>
        UseCaseRules.CommandsHaveValidators(Planted, ["Excepted", "Good"]).ShouldReportOnly("Unvalidated", "UnvalidatedInside", "Good");

    [Fact]
    public void A_validator_that_checks_nothing_is_found() => UseCaseRules.ValidatorsHaveRules(Planted).ShouldReportOnly("IdleValidator");

    [Fact]
    public void A_public_handler_is_found() => UseCaseRules.HandlersAndValidatorsAreInternalAndSealed(Planted).ShouldReportOnly("OpenHandler");

    [Fact]
    public void A_handler_that_sends_is_found() => UseCaseRules.HandlersSendNothing(Code.Planted("UseCases")).ShouldReportOnly("SendingHandler");

    [Fact]
    public void A_handler_and_a_step_with_a_transaction_are_found() => UseCaseRules.CommandsHoldNoTransaction(Code.Planted("UseCases"))
        .ShouldReportOnly("UnvalidatedHandler", "CommittingHandler", "CommittingStep");

    [Fact]
    public void Beginning_a_transaction_elsewhere_is_found() =>
        UseCaseRules.NobodyBegins(Code.Planted("UseCases")).ShouldReportOnly("UnvalidatedHandler", "CommittingStep");

    [Fact]
    public void A_handler_behind_an_endpoint_that_ignores_the_caller_is_found()
    {
        var found = UseCaseRules.HandlersAskForTheCaller(Code.Planted("UseCases").Where(t => t.Name == "Endpoints"), Code.Planted("UseCases"), []);
        found.ShouldReportOnly("OpenHandler");
        found.Looked.ShouldBe(["GoodHandler", "OpenHandler"]);
    }

    [Fact]
    public void A_request_that_prints_a_password_is_found() => UseCaseRules.SecretsAreNotPrinted(Planted).ShouldReportOnly("PrintsItsPassword");

    [Fact]
    public void A_map_that_forgets_a_member_is_found()
    {
        var maps = new MapperConfiguration(c => c.AddProfile<BrokenMap>());
        Should.Throw<AutoMapperConfigurationException>(maps.AssertConfigurationIsValid);
    }
}
