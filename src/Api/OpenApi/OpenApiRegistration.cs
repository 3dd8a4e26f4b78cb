using Microsoft.OpenApi;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace SaaSOdoo.Api.OpenApi;

internal static class OpenApiRegistration
{
    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services) =>
        services.AddEndpointsApiExplorer().AddSwaggerGen(options =>
        {
            options.SwaggerDoc("v1", new()
            {
                Title = "SaaSOdoo",
                Version = "v1",
                Description = "Managed Odoo: tenants, instances, backups, billing. Errors are problem details (RFC 9457) with a stable `code`. "
                    + "HEAD is answered wherever GET is, as GET without its body. In a PUT, a field that is left out stays as it is, and null sets its default; what GET gave is taken.",
            });
            options.AddSecurityDefinition(BearerHandler.SchemeName, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The access_token of POST /api/v1/auth/login.",
            });
            options.DocumentFilter<ConditionDetails>();
            options.SupportNonNullableReferenceTypes();
            options.NonNullableReferenceTypesAsRequired();
            options.OperationFilter<OperationDetails>();
            options.ParameterFilter<ParameterTypes>();
            options.SchemaFilter<Bodies>();
            // Otherwise a reference cannot say that it may be null.
            options.UseAllOfToExtendReferenceSchemas();
            MapIds(options);
            options.MapType<PageLimit>(() => new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Minimum = "1",
                Maximum = $"{Paging.MaxLimit}",
                Default = Paging.DefaultLimit,
            });
            options.MapType<IfMatch>(() => new OpenApiSchema { Type = JsonSchemaType.String });
            foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "SaaSOdoo.*.xml"))
                options.IncludeXmlComments(file);
        }).Decorate<ISerializerDataContractResolver, OptionalContracts>();

    /// <summary>The document at /swagger/v1/swagger.json and its page at /swagger.</summary>
    public static void UseOpenApiDocument(this WebApplication app)
    {
        app.UseSwagger();
        app.UseSwaggerUI(page => page.DocumentTitle = "SaaSOdoo API");
    }

    private static void MapIds(SwaggerGenOptions options)
    {
        foreach (var id in typeof(IId<>).Assembly.GetExportedTypes().Where(IsId))
            options.MapType(id, () => new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" });
    }

    private static bool IsId(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>));
}
