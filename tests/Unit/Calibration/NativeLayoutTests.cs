using System.Runtime.InteropServices;
using GmpSim.Calibration.Native;

namespace GmpSim.Tests.Unit.Calibration;

public sealed unsafe class NativeLayoutTests
{
    [Test]
    public void An_epoll_event_is_packed_on_x64_and_aligned_elsewhere()
    {
        Assert.That(EpollEventLayout.Packed, Is.EqualTo(new EpollEventLayout(12, 4)));
        Assert.That(EpollEventLayout.Aligned, Is.EqualTo(new EpollEventLayout(16, 8)));
        Assert.That(EpollEventLayout.OfThisMachine, Is.EqualTo(RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64 ? EpollEventLayout.Packed : EpollEventLayout.Aligned));
    }

    [Test]
    public void Events_come_back_as_they_were_written_in_either_layout()
    {
        foreach (var layout in new[] { EpollEventLayout.Packed, EpollEventLayout.Aligned })
        {
            using var events = new EpollEvents(3, layout);
            events.Set(1, Epoll.In | Epoll.EdgeTriggered, 0x0123456789ABCDEF);

            Assert.That(events.Flags(1), Is.EqualTo(0x80000001u));
            Assert.That(events.Data(1), Is.EqualTo(0x0123456789ABCDEFul));
            Assert.That((events.Flags(0), events.Flags(2)), Is.EqualTo((0u, 0u)), "the neighbours");
        }
    }

    [Test]
    public void Structures_have_the_sizes_of_a_64_bit_kernel()
    {
        Assert.That(sizeof(TimeSpec), Is.EqualTo(16));
        Assert.That(sizeof(ResourceUsage), Is.EqualTo(144));
        Assert.That(sizeof(SocketAddress), Is.EqualTo(16));
        Assert.That(TimeSpec.Of(1_500_000_007).TotalNanoseconds, Is.EqualTo(1_500_000_007));
        Assert.That(SocketAddress.Loopback(8080).Port, Is.EqualTo(8080));
    }
}
