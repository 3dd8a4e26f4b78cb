using System.Reflection;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace SaaSOdoo.TestKit;

/// <summary>
/// Turns a test that threw <see cref="RequirementMissingException"/> with the skip token into a skipped one: xunit 2.9 defines the
/// token but its runner does not know it. tests/Directory.Build.props names this framework for every assembly that uses TestKit.
/// </summary>
public sealed class RequirementsFramework(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName name, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(name, sources, diagnostics)
    {
        protected override void RunTestCases(
            IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions) =>
            base.RunTestCases(testCases, new SkippingSink(executionMessageSink), executionOptions);
    }

    private sealed class SkippingSink(IMessageSink next) : LongLivedMarshalByRefObject, IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message) =>
            next.OnMessage(message is ITestFailed failed && Requires.SkipReason(failed.Messages[0]) is { } reason
                ? new TestSkipped(failed.Test, reason)
                : message);
    }
}
