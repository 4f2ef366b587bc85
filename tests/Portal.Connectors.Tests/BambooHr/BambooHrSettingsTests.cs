using Portal.Connectors.BambooHr;
using Portal.Connectors.Sdk;

namespace Portal.Connectors.Tests.BambooHr;

public sealed class BambooHrSettingsTests
{
    [Fact]
    public void Read_SubdomainAlone_IsEnough_AndDefaultsApply()
    {
        var reading = BambooHrSettings.Read(new Dictionary<string, string> { ["subdomain"] = "https://Acme.bamboohr.com/home", ["apiKey"] = "secret" });

        Assert.True(reading.IsValid);
        Assert.Equal("acme.bamboohr.com", reading.AccountLabel);
        Assert.Equal(new Dictionary<string, string> { ["subdomain"] = "acme" }, reading.Settings);

        var settings = BambooHrSettings.From(reading.Settings);
        Assert.Equal("Etc/UTC", settings.CompanyZone.Id);
        Assert.Equal((90, 0.95m, 14), (settings.PeriodDays, settings.Threshold, settings.OverdueDays));
        Assert.Empty(settings.TaskLists);
        Assert.Empty(settings.Trainings);
        Assert.Null(settings.CustomerField);
    }

    [Fact]
    public void Read_EveryField_IsCanonical_AndReadsBackTheSame()
    {
        var reading = BambooHrSettings.Read(new Dictionary<string, string>
        {
            ["subdomain"] = "acme",
            ["companyZone"] = " Europe/Berlin ",
            ["onboardingTaskLists"] = "New hire\r\n\n  IT set-up \nNew hire",
            ["requiredTrainings"] = "",
            ["onboardingField"] = "customOnboarding.doneOn",
            ["onboardingPeriodDays"] = "060",
            ["onboardingThreshold"] = "97.50 %",
            ["overdueDays"] = "0",
        });

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["companyZone"] = "Europe/Berlin",
                ["onboardingField"] = "customOnboarding.doneOn",
                ["onboardingPeriodDays"] = "60",
                ["onboardingTaskLists"] = "New hire\nIT set-up",
                ["onboardingThreshold"] = "97.5",
                ["overdueDays"] = "0",
                ["subdomain"] = "acme",
            },
            reading.Settings);
        Assert.Equal(reading.Settings, BambooHrSettings.Read(reading.Settings).Settings);
        var settings = BambooHrSettings.From(reading.Settings);
        Assert.Equal(["New hire", "IT set-up"], settings.TaskLists);
        Assert.Equal(new CustomerField("customOnboarding", "doneOn"), settings.CustomerField);
        Assert.Equal(0.975m, settings.Threshold);
    }

    [Theory]
    [InlineData("subdomain", "https://evil.com")]
    [InlineData("companyZone", "W. Europe Standard Time")]
    [InlineData("companyZone", "Mars/Olympus")]
    [InlineData("onboardingField", "../../meta/users")]
    [InlineData("onboardingField", "a.b.c")]
    [InlineData("onboardingPeriodDays", "0")]
    [InlineData("onboardingThreshold", "101")]
    [InlineData("onboardingThreshold", "95,5")]
    [InlineData("overdueDays", "-1")]
    public void Read_UnusableValue_IsRefusedAtThatField(string field, string value)
    {
        var input = new Dictionary<string, string> { ["subdomain"] = "acme", [field] = value };

        var reading = BambooHrSettings.Read(input);

        Assert.Equal([field], reading.Errors.Keys);
        Assert.Empty(reading.Settings);
        Assert.Equal(ConnectorErrorCode.AddressRefused, Assert.Throws<ConnectorException>(() => BambooHrSettings.From(input)).Error.Code);
    }
}
