using SaaSOdoo.Application.Common;
using SaaSOdoo.Infrastructure;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddApplication(builder.Configuration["AutoMapper:LicenseKey"]);
builder.Services.AddInfrastructure(builder.Configuration);

var app = builder.Build();
await app.RunAsync();
