(data) => ({
  full_name: `${data.firstName} ${data.lastName}`,  // ❌ Throws if undefined
  email_domain: data.email.split('@')[1]            // ❌ Throws if null
})
