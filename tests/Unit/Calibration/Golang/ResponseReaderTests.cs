using System.Text;
using GmpSim.Calibration.Golang;

namespace GmpSim.Tests.Unit.Calibration.Golang;

public sealed class ResponseReaderTests
{
    private const string Response = "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nContent-Length: 5\r\n\r\nhello";

    [Test]
    public void A_response_is_complete_with_the_last_byte_of_its_body_however_it_is_cut()
    {
        for (var cut = 1; cut < Response.Length; cut++)
        {
            var reader = new ResponseReader(0);

            Assert.That(reader.Take(Bytes(Response[..cut])), Is.False, $"cut at {cut}");
            Assert.That(reader.Take(Bytes(Response[cut..])), Is.True, $"cut at {cut}");
            Assert.That(reader.Take(Bytes(Response)), Is.True, "the next one");
        }
    }

    [Test]
    public void An_echo_is_complete_when_as_much_has_come_back_as_was_sent()
    {
        var reader = new ResponseReader(8);

        Assert.That(reader.Take(new byte[5]), Is.False);
        Assert.That(reader.Take(new byte[3]), Is.True);
        Assert.That(reader.Take(new byte[8]), Is.True);
    }

    [TestCase("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")]
    public void What_is_no_success_with_a_length_is_an_error(string response) =>
        Assert.That(() => new ResponseReader(0).Take(Bytes(response)), Throws.TypeOf<GoRunException>());

    [Test]
    public void More_than_was_due_is_an_error() => Assert.That(() => new ResponseReader(8).Take(new byte[9]), Throws.TypeOf<GoRunException>());

    [TestCase(64)]
    [TestCase(128)]
    [TestCase(1000)]
    public void A_request_has_the_length_that_the_scenario_says(int bytes)
    {
        var request = Encoding.ASCII.GetString(LoadGenerator.HttpRequest(bytes));

        Assert.That(request, Has.Length.EqualTo(bytes));
        Assert.That(request, Does.StartWith("GET / HTTP/1.1\r\nHost: ").And.EndWith("\r\n\r\n"));
    }

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);
}
