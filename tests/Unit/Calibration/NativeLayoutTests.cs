using System.Runtime.InteropServices;
using GmpSim.Calibration.Native;
using Processor = System.Runtime.InteropServices.Architecture;

namespace GmpSim.Tests.Unit.Calibration;

public sealed unsafe class NativeLayoutTests
{
    [Test]
    public void An_epoll_event_is_packed_on_x64_and_aligned_elsewhere()
    {
        Assert.That(EpollEventLayout.Packed, Is.EqualTo(new EpollEventLayout(12, 4)));
        Assert.That(EpollEventLayout.Aligned, Is.EqualTo(new EpollEventLayout(16, 8)));
        Assert.That(EpollEventLayout.OfThisMachine, Is.EqualTo(RuntimeInformation.ProcessArchitecture == Processor.X64 ? EpollEventLayout.Packed : EpollEventLayout.Aligned));
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

    [TestCase(Processor.X64, 12, 4)]
    [TestCase(Processor.Arm64, 16, 8)]
    public void The_layout_of_an_epoll_event_follows_the_architecture(Processor architecture, int size, int dataOffset) =>
        Assert.That(EpollEventLayout.Of(architecture), Is.EqualTo(new EpollEventLayout(size, dataOffset)));

    // Source: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
    [TestCase(Processor.X64, 202, 186, 234)]
    [TestCase(Processor.Arm64, 98, 178, 131)]
    public void System_calls_have_the_numbers_of_the_architecture(Processor architecture, int futex, int getThreadId, int threadKill) =>
        Assert.That(SystemCallNumbers.Of(architecture), Is.EqualTo(new SystemCallNumbers(futex, getThreadId, threadKill, 441)));

    [Test]
    public void An_architecture_whose_numbers_are_unknown_is_refused_rather_than_called_by_those_of_another() =>
        Assert.That(() => SystemCallNumbers.Of(Processor.RiscV64), Throws.TypeOf<PlatformNotSupportedException>());

    [Test]
    public void The_kernel_writes_an_event_where_the_layout_of_this_machine_looks_for_it()
    {
        if (!GmpSim.Calibration.Calibrator.IsPossible) Assert.Ignore("needs Linux on x86-64 or arm64");
        using var events = new EpollEvents(2);
        using var epoll = Descriptor.Of(Libc.EpollCreate(Epoll.CloseOnExec), "epoll_create1");
        using var first = Descriptor.Of(Libc.EventFd(1, 0), "eventfd");
        using var second = Descriptor.Of(Libc.EventFd(1, 0), "eventfd");
        foreach (var (eventFd, data) in new[] { (first, 0x1122334455667788UL), (second, 0x99AABBCCDDEEFF00UL) })
            NativeException.Checked(Libc.EpollControl(epoll.Number, Epoll.Add, eventFd.Number, events.Set(0, Epoll.In, data)), "epoll_ctl");

        Assert.That(Libc.EpollWait(epoll.Number, events.Address, 2, 0), Is.EqualTo(2));

        Assert.That(new[] { events.Data(0), events.Data(1) }, Is.EquivalentTo(new[] { 0x1122334455667788UL, 0x99AABBCCDDEEFF00UL }));
        Assert.That((events.Flags(0), events.Flags(1)), Is.EqualTo((Epoll.In, Epoll.In)));
    }

    [Test]
    public void Fields_that_are_read_lie_where_a_64_bit_kernel_puts_them()
    {
        Assert.That(Marshal.OffsetOf<ResourceUsage>(nameof(ResourceUsage.VoluntarySwitches)).ToInt32(), Is.EqualTo(128), "ru_nvcsw");
        Assert.That(Marshal.OffsetOf<ResourceUsage>(nameof(ResourceUsage.InvoluntarySwitches)).ToInt32(), Is.EqualTo(136), "ru_nivcsw");
        Assert.That(Marshal.OffsetOf<TimeSpec>(nameof(TimeSpec.Nanoseconds)).ToInt32(), Is.EqualTo(8), "tv_nsec");
        Assert.That(Marshal.OffsetOf<SocketAddress>(nameof(SocketAddress.PortBigEndian)).ToInt32(), Is.EqualTo(2), "sin_port");
        Assert.That(Marshal.OffsetOf<SocketAddress>(nameof(SocketAddress.AddressBigEndian)).ToInt32(), Is.EqualTo(4), "sin_addr");
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
