int CZlib_marker(void);
