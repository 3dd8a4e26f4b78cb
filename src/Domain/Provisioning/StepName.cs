namespace SaaSOdoo.Domain.Provisioning;

/// <summary>The steps of convergence in the order they run; in snake_case they are the wire names in <c>operation.steps</c>.</summary>
public enum StepName
{
    WithdrawRoute,
    StopContainer,
    CreateBackup,
    SwitchData,
    SwitchBack,
    RemoveContainer,
    RemoveVolume,
    DropDatabase,
    DiscardData,
    DropRole,
    ReleaseDatabaseServer,

    AllocateDatabaseServer,
    EnsureTemplate,
    EnsureRole,
    EnsureDatabase,
    PersonaliseDatabase,
    EnsureAddons,
    EnsureVolume,
    LoadDatabase,
    LoadFiles,
    MakeCopy,
    EnsureNetwork,
    EnsureContainer,
    StartContainer,
    WaitUntilReady,
    PublishRoute,
}
