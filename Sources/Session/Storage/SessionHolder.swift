// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Who has a session open.
public struct SessionHolder: Hashable, Sendable {
    /// The name of the machine, if it is known.
    public var host: String?
    /// The number of the process, if it is known.
    public var processID: Int32?
    /// Which start of the machine it was, if it is known.
    public var bootID: String?
    /// When the process opened it, in seconds since 1970, if it is known.
    public var since: Int64?
    /// Whether it is this very process.
    public var isThisProcess: Bool

    /// Describes a holder.
    ///
    /// - Parameters:
    ///   - host: The name of the machine.
    ///   - processID: The number of the process.
    ///   - bootID: Which start of the machine it was.
    ///   - since: When the process opened it, in seconds since 1970.
    ///   - isThisProcess: Whether it is this very process.
    public init(
        host: String? = nil, processID: Int32? = nil, bootID: String? = nil, since: Int64? = nil, isThisProcess: Bool
    ) {
        self.host = host
        self.processID = processID
        self.bootID = bootID
        self.since = since
        self.isThisProcess = isThisProcess
    }
}

extension SessionHolder: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        if isThisProcess { return "this process" }
        guard let processID else { return "another process" }
        return "process \(processID)" + (host.map { " on \($0)" } ?? "")
    }
}
