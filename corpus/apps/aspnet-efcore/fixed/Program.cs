using Ledgerly.Data;
using Ledgerly.Jobs;
using Ledgerly.Services;
using Microsoft.EntityFrameworkCore;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddControllers();
builder.Services.AddHttpContextAccessor();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddDbContext<BillingDbContext>(options => options.UseSqlServer(builder.Configuration.GetConnectionString("Billing")));
builder.Services.AddScoped<ICurrentAccount, CurrentAccount>();
builder.Services.AddScoped<IInvoiceRepository, InvoiceRepository>();
builder.Services.AddScoped<InvoiceService>();
builder.Services.AddScoped<AccountAccess>();
builder.Services.AddHostedService<ReminderJob>();
builder.Services.AddAuthentication().AddJwtBearer();
builder.Services.AddAuthorization();

var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
app.MapControllers();
app.Run();
