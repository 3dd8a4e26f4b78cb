using System.Reflection;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;
using SaaSOdoo.Api.Http;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace SaaSOdoo.Api.OpenApi;

/// <summary>The explorer calls everything with a TryParse a string; the document says what it really is.</summary>
internal sealed class ParameterTypes : IParameterFilter
{
    public void Apply(IOpenApiParameter parameter, ParameterFilterContext context)
    {
        if (parameter is OpenApiParameter shown && DeclaredType(context) is { } declared)
            shown.Schema = context.SchemaGenerator.GenerateSchema(declared, context.SchemaRepository);
    }

    private static Type? DeclaredType(ParameterFilterContext context)
    {
        var declared = context.ParameterInfo?.ParameterType ?? context.PropertyInfo?.PropertyType ?? FromRecord(context.ApiParameterDescription);
        if (declared is null)
            return null;

        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(EnumQuery<>) ? type.GetGenericArguments()[0] : type;
    }

    // Parameters of [AsParameters] are known by the constructor of their record.
    private static Type? FromRecord(ApiParameterDescription description) =>
        (description.ParameterDescriptor as Microsoft.AspNetCore.Mvc.Infrastructure.IParameterInfoParameterDescriptor)?.ParameterInfo is ParameterInfo info
            ? info.ParameterType
            : null;
}
