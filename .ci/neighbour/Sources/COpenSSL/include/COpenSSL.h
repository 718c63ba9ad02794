int COpenSSL_marker(void);
