using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Portal.Connectors.Tests.Sdk.Http;

public sealed class ConnectorHttpOptionsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5055/")]
    [InlineData("http://[::1]:5055/")]
    [InlineData("https://127.0.0.1:5055")]
    public void Start_StandInOnLoopback_IsForDevelopmentOnly(string address)
    {
        Validate(isDevelopment: true, ("BaseAddress", address));

        var refused = Assert.Throws<OptionsValidationException>(() => Validate(isDevelopment: false, ("BaseAddress", address)));
        Assert.Equal(
            ["Connectors:bamboohr:BaseAddress sends the customer's key to a stand-in and is allowed in Development only. Remove it."], refused.Failures);
    }

    [Theory]
    [InlineData("http://10.0.0.5:5055/")]
    [InlineData("https://example.com/")]
    [InlineData("http://localhost:5055/")]
    [InlineData("http://127.0.0.1:5055/api/")]
    [InlineData("http://user@127.0.0.1:5055/")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("127.0.0.1:5055")]
    public void Start_StandInElsewhere_IsRefusedInDevelopmentToo(string address) =>
        Assert.ThrowsAny<Exception>(() => Validate(isDevelopment: true, ("BaseAddress", address)));

    [Fact]
    public void Start_SeveralFaults_AreNamedAtOnce()
    {
        var refused = Assert.Throws<OptionsValidationException>(() =>
            Validate(isDevelopment: false, ("RequestTimeout", "00:10:00"), ("MaxResponseBytes", "1"), ("TransientRetries", "9"), ("RetryPause", "00:01:00")));

        Assert.Equal(
            ["RequestTimeout", "MaxResponseBytes", "TransientRetries", "RetryPause"],
            refused.Failures.Select(f => f.Split(':')[2].Split(' ')[0]));
    }

    [Fact]
    public void Start_NoConfiguration_IsFine() => Validate(isDevelopment: false);

    private static void Validate(bool isDevelopment, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(s => $"Connectors:bamboohr:{s.Key}", s => (string?)s.Value)).Build();
        using var services = new ServiceCollection().AddConnectors(configuration, isDevelopment).BuildServiceProvider();
        services.GetRequiredService<IStartupValidator>().Validate();
    }
}
