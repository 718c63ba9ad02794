// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if PostgreSQL
internal import CFerogramPostgreSQL
import FerogramSession
internal import Foundation

/// A connection to a database; one thread uses it at a time.
final class PostgreSQLConnection {
    private let pointer: OpaquePointer
    /// Whether it is of no use any more.
    private(set) var isBroken = false

    /// How many statements go before their results are read, so that neither side waits for the other to read.
    private static let window = 200
    /// The state that says that a number was divided by zero.
    private static let divisionByZero = "22012"
    /// The state that says that a lock was not to be had in time.
    private static let lockNotAvailable = "55P03"

    init(_ parameters: String) throws(StoreError) {
        // What stands later wins, so these are what the program may change.
        let options = [
            ("connect_timeout", "10"), ("tcp_user_timeout", "10000"), ("keepalives_idle", "10"),
            ("keepalives_interval", "5"), ("keepalives_count", "3"), ("application_name", "ferogram"),
            ("dbname", parameters), ("client_encoding", "UTF8"),
        ]
        let keys = options.map { strdup($0.0) } + [nil]
        let values = options.map { strdup($0.1) } + [nil]
        defer { for text in keys + values { free(text) } }
        let pointer = keys.map { UnsafePointer($0) }.withUnsafeBufferPointer { keys in
            values.map { UnsafePointer($0) }.withUnsafeBufferPointer { values in
                PQconnectdbParams(keys.baseAddress, values.baseAddress, 1)
            }
        }
        guard let pointer else { throw .unavailable("PostgreSQL: out of memory") }
        self.pointer = pointer
        guard PQstatus(pointer) == CONNECTION_OK else {
            isBroken = true
            throw failure()
        }
        // Notices are no concern of the program's standard error.
        PQsetNoticeProcessor(pointer, { _, _ in }, nil)
        // A process that stops in the midst of its work must not keep the others waiting.
        _ = try text("SET idle_in_transaction_session_timeout = 5000")
        _ = try text("SET lock_timeout = 1500")
    }

    deinit { PQfinish(pointer) }

    /// Prepares all statements.
    func prepare() throws(StoreError) {
        for statement in PostgreSQLStatement.allCases {
            let result = PQprepare(pointer, statement.rawValue, statement.text, 0, nil)
            defer { PQclear(result) }
            guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw failure(result) }
        }
    }

    /// Runs a statement without parameters.
    ///
    /// - Returns: The first value of its first row.
    func text(_ statement: String) throws(StoreError) -> String? {
        let result = PQexec(pointer, statement)
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK: return nil
        case PGRES_TUPLES_OK: return PQntuples(result) > 0 ? String(cString: PQgetvalue(result, 0, 0)) : nil
        default: throw failure(result)
        }
    }

    /// Runs a prepared statement that answers with rows.
    func rows(_ statement: PostgreSQLStatement, _ values: [[UInt8]?]) throws(StoreError) -> [[[UInt8]]] {
        let result = Self.withParameters(values) { values, lengths, formats, count in
            PQexecPrepared(pointer, statement.rawValue, count, values, lengths, formats, 1)
        }
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_TUPLES_OK else { throw failure(result) }
        let columns = PQnfields(result)
        return (0..<PQntuples(result)).map { row in
            (0..<columns).map { column in
                let count = Int(PQgetlength(result, row, column))
                guard let bytes = PQgetvalue(result, row, column), count > 0 else { return [] }
                return Array(UnsafeRawBufferPointer(start: bytes, count: count))
            }
        }
    }

    /// Runs prepared statements as one transaction, in one trip to the server.
    ///
    /// - Returns: Whether all conditions among them held; if not, nothing was done.
    func runTogether(_ statements: [(PostgreSQLStatement, [[UInt8]?])]) throws(StoreError) -> Bool {
        guard PQenterPipelineMode(pointer) == 1 else { throw failure() }
        var outcome: Result<Bool, StoreError> = .success(true)
        var sent = 0
        for (statement, values) in statements {
            let isSent = Self.withParameters(values) { values, lengths, formats, count in
                PQsendQueryPrepared(pointer, statement.rawValue, count, values, lengths, formats, 1)
            }
            guard isSent == 1 else { throw broken() }
            sent += 1
            if sent == Self.window {
                guard PQsendFlushRequest(pointer) == 1 else { throw broken() }
                for _ in 0..<sent { try read(&outcome) }
                sent = 0
            }
        }
        // Everything up to here is one transaction, which ends now.
        guard PQpipelineSync(pointer) == 1 else { throw broken() }
        for _ in 0..<sent { try read(&outcome) }
        let end = PQgetResult(pointer)
        let isSynchronized = PQresultStatus(end) == PGRES_PIPELINE_SYNC
        PQclear(end)
        guard isSynchronized, PQexitPipelineMode(pointer) == 1 else { throw broken() }
        return try outcome.get()
    }

    /// Reads what became of one statement of several.
    private func read(_ outcome: inout Result<Bool, StoreError>) throws(StoreError) {
        let result = PQgetResult(pointer)
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_PIPELINE_ABORTED: break
        case PGRES_FATAL_ERROR where PQstatus(pointer) == CONNECTION_OK:
            let state = PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) }
            outcome =
                switch state {
                case Self.divisionByZero: .success(false)
                case Self.lockNotAvailable:
                    .failure(.inUse("PostgreSQL: another process has been writing for too long"))
                default: .failure(failure(result))
                }
        default: throw broken()
        }
        // The results of a statement end with none.
        while let rest = PQgetResult(pointer) { PQclear(rest) }
    }

    /// Ends connections that keep all others waiting, because their processes stopped in the midst of a commit.
    func endStuckConnections() throws(StoreError) {
        _ = try text(
            """
            SELECT count(pg_terminate_backend(l.pid)) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 0 AND l.objid = \(PostgreSQLStatement.lock)
            AND l.objsubid = 1 AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND a.pid <> pg_backend_pid() AND a.wait_event = 'ClientRead'
            AND clock_timestamp() - a.state_change > interval '1 second'
            """)
    }

    private static func withParameters<Value>(
        _ values: [[UInt8]?],
        _ body: (
            UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?, Int32
        ) -> Value
    ) -> Value {
        // One piece of memory for all, since pointers into several arrays cannot be had at once.
        var memory: [UInt8] = []
        memory.reserveCapacity(values.reduce(1) { $0 + ($1?.count ?? 0) })
        var places: [Int?] = []
        for value in values {
            places.append(value == nil ? nil : memory.count)
            memory += value ?? []
        }
        memory.append(0)
        let lengths = values.map { Int32(clamping: $0?.count ?? 0) }
        let formats = values.map { _ in Int32(1) }
        return memory.withUnsafeBytes { memory in
            let start = memory.baseAddress?.assumingMemoryBound(to: CChar.self)
            return places.map { place in place.flatMap { start?.advanced(by: $0) } }.withUnsafeBufferPointer {
                pointers in
                body(pointers.baseAddress, lengths, formats, Int32(clamping: values.count))
            }
        }
    }

    private func broken() -> StoreError {
        isBroken = true
        return failure()
    }

    private func failure(_ result: OpaquePointer? = nil) -> StoreError {
        if PQstatus(pointer) != CONNECTION_OK { isBroken = true }
        // The server's words name no password.
        let words = result.flatMap { PQresultErrorMessage($0) } ?? PQerrorMessage(pointer)
        let text = words.map { String(cString: $0) } ?? ""
        return .unavailable("PostgreSQL: " + text.split(separator: "\n").joined(separator: "; "))
    }
}
#endif
