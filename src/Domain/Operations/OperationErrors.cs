using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Operations;

public static class OperationErrors
{
    public static Error NotFound => Error.NotFound("operation.not_found", "There is no such operation.");
}
