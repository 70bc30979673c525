using System.Runtime.InteropServices;

namespace GmpSim.Calibration.Native;

/// <summary>System calls as libc has them: blittable arguments, no marshalling, errno by <see cref="Marshal.GetLastPInvokeError"/>.</summary>
/// <remarks>
/// A call returns -1 on failure. Every call may end with EINTR, because the garbage collector stops threads by signals; whoever blocks calls again.
/// Sources: the manual pages of each call; numbers in <see cref="SystemCallNumbers"/>. Variadic functions (fcntl, prctl, syscall) take integer arguments
/// in the same registers as others on Linux x86-64 and arm64.
/// </remarks>
internal static unsafe partial class Libc
{
    private const string Name = "libc";

    [LibraryImport(Name, EntryPoint = "epoll_create1", SetLastError = true)]
    internal static partial int EpollCreate(int flags);

    /// <summary>Adds, changes or removes what an instance watches.</summary>
    /// <param name="epoll">The epoll instance.</param>
    /// <param name="operation"><see cref="Epoll.Add"/> and its like.</param>
    /// <param name="descriptor">What is watched.</param>
    /// <param name="interest">An epoll_event as <see cref="EpollEvents"/> lays it out.</param>
    [LibraryImport(Name, EntryPoint = "epoll_ctl", SetLastError = true)]
    internal static partial int EpollControl(int epoll, int operation, int descriptor, byte* interest);

    [LibraryImport(Name, EntryPoint = "epoll_wait", SetLastError = true)]
    internal static partial int EpollWait(int epoll, byte* events, int most, int timeoutMilliseconds);

    /// <summary>epoll_wait with a timeout in nanoseconds.</summary>
    /// <remarks>Linux 5.11, through <c>syscall</c> because glibc has it from 2.35 only; fails with ENOSYS before.</remarks>
    internal static int EpollPwait2(int epoll, byte* events, int most, TimeSpec* timeout) =>
        (int)SystemCall(SystemCallNumbers.OfThisMachine.EpollPwait2, epoll, (nint)events, most, (nint)timeout, 0, 8);

    [LibraryImport(Name, EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int EventFd(uint count, int flags);

    [LibraryImport(Name, EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int descriptor, void* buffer, nuint bytes);

    [LibraryImport(Name, EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int descriptor, void* buffer, nuint bytes);

    [LibraryImport(Name, EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);

    [LibraryImport(Name, EntryPoint = "dup", SetLastError = true)]
    internal static partial int Duplicate(int descriptor);

    [LibraryImport(Name, EntryPoint = "socketpair", SetLastError = true)]
    internal static partial int SocketPair(int domain, int type, int protocol, int* pair);

    [LibraryImport(Name, EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int domain, int type, int protocol);

    [LibraryImport(Name, EntryPoint = "bind", SetLastError = true)]
    internal static partial int Bind(int socket, SocketAddress* address, uint length);

    [LibraryImport(Name, EntryPoint = "getsockname", SetLastError = true)]
    internal static partial int GetSocketName(int socket, SocketAddress* address, uint* length);

    [LibraryImport(Name, EntryPoint = "listen", SetLastError = true)]
    internal static partial int Listen(int socket, int backlog);

    [LibraryImport(Name, EntryPoint = "accept4", SetLastError = true)]
    internal static partial int Accept(int socket, SocketAddress* address, uint* length, int flags);

    [LibraryImport(Name, EntryPoint = "connect", SetLastError = true)]
    internal static partial int Connect(int socket, SocketAddress* address, uint length);

    [LibraryImport(Name, EntryPoint = "setsockopt", SetLastError = true)]
    internal static partial int SetSocketOption(int socket, int level, int option, void* value, uint length);

    [LibraryImport(Name, EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int FileControl(int descriptor, int command, nint argument);

    [LibraryImport(Name, EntryPoint = "sched_setaffinity", SetLastError = true)]
    internal static partial int SetAffinity(int thread, nuint bytes, byte* mask);

    [LibraryImport(Name, EntryPoint = "sched_getaffinity", SetLastError = true)]
    internal static partial int GetAffinity(int thread, nuint bytes, byte* mask);

    [LibraryImport(Name, EntryPoint = "sched_setscheduler", SetLastError = true)]
    internal static partial int SetScheduler(int thread, int policy, int* priority);

    [LibraryImport(Name, EntryPoint = "sched_yield", SetLastError = true)]
    internal static partial int Yield();

    /// <summary>The CPU that the calling thread runs on: vDSO or rseq, never blocks.</summary>
    [LibraryImport(Name, EntryPoint = "sched_getcpu")]
    [SuppressGCTransition]
    internal static partial int CurrentCpu();

    /// <summary>The vDSO clock: some 20 ns, never blocks.</summary>
    [LibraryImport(Name, EntryPoint = "clock_gettime")]
    [SuppressGCTransition]
    internal static partial int ClockGetTime(int clock, TimeSpec* time);

    [LibraryImport(Name, EntryPoint = "nanosleep", SetLastError = true)]
    internal static partial int NanoSleep(TimeSpec* duration, TimeSpec* rest);

    [LibraryImport(Name, EntryPoint = "prctl", SetLastError = true)]
    internal static partial int ProcessControl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport(Name, EntryPoint = "getrusage", SetLastError = true)]
    internal static partial int GetResourceUsage(int who, ResourceUsage* usage);

    /// <summary>A native function that does next to nothing: what remains is the transition itself.</summary>
    [LibraryImport(Name, EntryPoint = "labs", SetLastError = true)]
    internal static partial nint Nothing(nint value);

    /// <summary><see cref="Nothing"/> without the transition.</summary>
    [LibraryImport(Name, EntryPoint = "labs")]
    [SuppressGCTransition]
    internal static partial nint NothingDirect(nint value);

    /// <summary>A null system call without the transition: getpid takes no lock and never blocks.</summary>
    [LibraryImport(Name, EntryPoint = "getpid")]
    [SuppressGCTransition]
    internal static partial int ProcessIdDirect();

    /// <summary>A null system call with the transition, as every other call here has it.</summary>
    [LibraryImport(Name, EntryPoint = "getpid", SetLastError = true)]
    internal static partial int ProcessId();

    [LibraryImport(Name, EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint SystemCall(nint number, nint a, nint b, nint c, nint d, nint e, nint f);

    /// <summary>The kernel's id of the calling thread.</summary>
    internal static int ThreadId() => (int)SystemCall(SystemCallNumbers.OfThisMachine.GetThreadId, 0, 0, 0, 0, 0, 0);

    /// <summary>Sleeps while <paramref name="word"/> holds <paramref name="expected"/>; <paramref name="timeout"/> may be null.</summary>
    internal static int FutexWait(int* word, int expected, TimeSpec* timeout) =>
        (int)SystemCall(SystemCallNumbers.OfThisMachine.Futex, (nint)word, Futex.WaitPrivate, expected, (nint)timeout, 0, 0);

    /// <summary>Wakes at most <paramref name="most"/> sleepers; returns how many.</summary>
    internal static int FutexWake(int* word, int most) => (int)SystemCall(SystemCallNumbers.OfThisMachine.Futex, (nint)word, Futex.WakePrivate, most, 0, 0, 0);
}
