using Portal.Connectors.Sdk;
using Portal.Connectors.Sdk.Http;

namespace Portal.Connectors.Tests.Sdk.Http;

public sealed class AllowedReadsTests
{
    private static readonly AllowedReads Reads = new(
    [
        new ManifestRead("GET /api/v1/training/record/employee/{employeeId}", ["x"], "x"), new ManifestRead("POST /api/v2/datasets/employee/data", ["x"], "x"),
    ]);

    [Theory]
    [InlineData("GET", "/api/v1/training/record/employee/12", true)]
    [InlineData("POST", "/api/v2/datasets/employee/data", true)]
    [InlineData("POST", "/api/v1/training/record/employee/12", false)]
    [InlineData("DELETE", "/api/v1/training/record/employee/12", false)]
    [InlineData("GET", "/api/v1/training/record/employee/", false)]
    [InlineData("GET", "/api/v1/training/record/employee/12/", false)]
    [InlineData("GET", "/api/v1/training/record/employee/1%2F2", false)]
    [InlineData("GET", "/api/v1/training/record/employee/..", false)]
    [InlineData("GET", "/api/v1/training/record/employee/{employeeId}", false)]
    [InlineData("GET", "/API/v1/training/record/employee/12", false)]
    [InlineData("GET", "//api/v1/training/record/employee/12", false)]
    public void Allows_ListedMethodAndPath_AndNothingElse(string method, string path, bool expected) =>
        Assert.Equal(expected, Reads.Allows(new HttpMethod(method), path));
}
