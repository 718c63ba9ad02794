import FerogramFSM

/// A storage that another package writes: it sees nothing but what is public.
actor NoteStorage: StateStorage {
    private var states: [ConversationKey: String] = [:]
    private var notes: [ConversationKey: [String: [UInt8]]] = [:]

    func state(for key: ConversationKey) async throws(StateStorageError) -> String? { states[key] }
    func setState(_ state: String, for key: ConversationKey) async throws(StateStorageError) { states[key] = state }
    func clearState(for key: ConversationKey) async throws(StateStorageError) { states[key] = nil }
    func values(for key: ConversationKey) async throws(StateStorageError) -> [String: [UInt8]] { notes[key] ?? [:] }
    func clearValues(for key: ConversationKey) async throws(StateStorageError) { notes[key] = nil }

    func value(of field: String, for key: ConversationKey) async throws(StateStorageError) -> [UInt8]? {
        notes[key]?[field]
    }

    func setValue(_ value: [UInt8]?, of field: String, for key: ConversationKey) async throws(StateStorageError) {
        notes[key, default: [:]][field] = value
    }

    func clearAll(for key: ConversationKey) async throws(StateStorageError) {
        states[key] = nil
        notes[key] = nil
    }
}
