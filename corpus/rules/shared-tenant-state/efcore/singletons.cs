// There is one object of what is registered so, and of a middleware.
using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Shop;

public interface ITenantState
{
    Guid OrganizationId { get; set; }
}

public class TenantState : ITenantState
{
    public Guid OrganizationId { get; set; }
}

public interface IRequestState
{
    Guid OrganizationId { get; set; }
}

public class RequestState : IRequestState
{
    public Guid OrganizationId { get; set; }
}

public class FlowingState
{
    private readonly AsyncLocal<Guid> _organization = new();

    public Guid OrganizationId
    {
        get => _organization.Value;
        set => _organization.Value = value;
    }
}

public class Exporter
{
    private readonly IHttpContextAccessor _accessor;
    private Guid _organization;

    public Exporter(IHttpContextAccessor accessor) => _accessor = accessor;

    public void Begin(Guid organization)
    {
        _organization = organization; //~ shared-tenant-state
    }

    public void BeginInRequest(Guid organization)
    {
        _accessor.HttpContext.Items["organization"] = organization;
    }

    public string Name() => $"export-{_organization}";
}

public class PlainExporter
{
    private Guid _organization;

    public void Begin(Guid organization)
    {
        _organization = organization;
    }
}

public class TenantMiddleware
{
    private readonly RequestDelegate _next;
    private Guid _organization;

    public TenantMiddleware(RequestDelegate next) => _next = next;

    public async Task InvokeAsync(HttpContext context, ICurrentUser current, ITenantState state, IRequestState own)
    {
        _organization = current.OrganizationId; //~ shared-tenant-state
        state.OrganizationId = current.OrganizationId; //~ shared-tenant-state
        own.OrganizationId = current.OrganizationId;
        context.Items["organization"] = current.OrganizationId;
        await _next(context);
    }
}

public static class Registrations
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ITenantState, TenantState>();
        services.AddScoped<IRequestState, RequestState>();
        services.AddSingleton<FlowingState>();
        services.AddSingleton(provider => new Exporter(provider.GetRequiredService<IHttpContextAccessor>()));
        services.AddTransient<PlainExporter>();
    }
}

[ApiController, Authorize, Route("exports")]
public class ExportsController(Exporter exporter, PlainExporter plain, FlowingState flowing, ICurrentUser current) : ControllerBase
{
    [HttpPost]
    public string Export()
    {
        exporter.Begin(current.OrganizationId);
        exporter.BeginInRequest(current.OrganizationId);
        plain.Begin(current.OrganizationId);
        flowing.OrganizationId = current.OrganizationId;
        return exporter.Name();
    }
}
