using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using SaaSOdoo.Application.Common;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace SaaSOdoo.Api.OpenApi;

/// <summary>Schemas say what WireFormat does: what has a default may be left out, and a version is a header, not a member.</summary>
internal sealed class Bodies(IOptions<JsonOptions> json) : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema.Properties is not { Count: > 0 } properties)
            return;

        foreach (var property in json.Value.SerializerOptions.GetTypeInfo(context.Type).Properties)
        {
            if (property.AssociatedParameter is { HasDefaultValue: true } parameter)
                Offer(schema, property, parameter.DefaultValue);
        }

        if (context.Type.IsAssignableTo(typeof(IVersioned)))
        {
            properties.Remove("version");
            schema.Required?.Remove("version");
        }
    }

    private void Offer(IOpenApiSchema schema, JsonPropertyInfo property, object? value)
    {
        schema.Required?.Remove(property.Name);
        // Null sets the default of what may be left out of a change.
        if (property.PropertyType.IsAssignableTo(typeof(IOptional)) && schema.Properties![property.Name] is OpenApiSchema optional)
            optional.Type = (optional.Type ?? default) | JsonSchemaType.Null;
        if (value is not null && schema.Properties!.TryGetValue(property.Name, out var shown) && shown is OpenApiSchema inline)
            inline.Default = JsonSerializer.SerializeToNode(value, json.Value.SerializerOptions);
    }
}
