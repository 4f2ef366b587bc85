using Portal.Platform.Text;

namespace Portal.Platform.Tests.Text;

public sealed class CodeWordsTests
{
    [Theory]
    [InlineData("headcount_cliff", "headcount cliff")]
    [InlineData("KeyRejected", "key rejected")]
    [InlineData("abandoned", "abandoned")]
    [InlineData("The vendor's own Words", "The vendor's own Words")]
    [InlineData("", "")]
    public void Of_Code_IsWords(string code, string words) => Assert.Equal(words, CodeWords.Of(code));
}
