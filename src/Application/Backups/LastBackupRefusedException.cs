using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Application.Backups;

/// <summary>Nobody has asked for the termination, and its last backup cannot be made: nothing is removed.</summary>
public sealed class LastBackupRefusedException(RefusedException because) : RefusedException(because.Code, because.Message, because);
